using DeepStack.Sim.Engine.Accounting;

namespace DeepStack.Sim.Engine.Heat;

/// <summary>An operator of a step as heat sees it.</summary>
/// <param name="OffsetPs">From the step's start to its first repetition.</param>
/// <param name="ElapsedPs">Of one repetition.</param>
/// <param name="Repeat">Repetitions.</param>
/// <param name="PeriodPs">From one to the next.</param>
/// <param name="Energy">Of all repetitions, on one device.</param>
internal readonly record struct HeatPiece(long OffsetPs, long ElapsedPs, int Repeat, long PeriodPs, OperatorEnergy Energy)
{
    /// <summary>Whether another operator belongs to the same repeated layer, or to the same run of single operators.</summary>
    public bool Joins(in HeatPiece other) =>
        Repeat == other.Repeat && (Repeat == 1 || (PeriodPs == other.PeriodPs && OffsetPs < other.OffsetPs + PeriodPs));
}
