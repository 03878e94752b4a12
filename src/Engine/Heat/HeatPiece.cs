using DeepStack.Sim.Engine.Accounting;

namespace DeepStack.Sim.Engine.Heat;

/// <summary>An operator of a step as heat sees it, or all operators of a layer too short to tell apart.</summary>
/// <param name="OffsetPs">From the step's start to its first repetition.</param>
/// <param name="ElapsedPs">Of one repetition.</param>
/// <param name="Repeat">Repetitions.</param>
/// <param name="PeriodPs">From one to the next.</param>
/// <param name="Energy">Of all repetitions, on one device.</param>
internal record struct HeatPiece(long OffsetPs, long ElapsedPs, int Repeat, long PeriodPs, OperatorEnergy Energy)
{
    /// <summary>Adds what another operator of its layer spent.</summary>
    public void Take(in OperatorEnergy other) => Energy += other;

    /// <summary>Whether an operator that comes later belongs to the same repeated layer, or to the same run of single operators.</summary>
    public readonly bool IsJoinedBy(long offsetPs, int repeat, long periodPs) =>
        repeat == Repeat && (repeat == 1 || (periodPs == PeriodPs && offsetPs < OffsetPs + PeriodPs));
}
