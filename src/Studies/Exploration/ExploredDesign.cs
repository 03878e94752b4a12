using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Heat;
using DeepStack.Sim.Mapping.Plans;

namespace DeepStack.Sim.Studies.Exploration;

/// <summary>A design that was timed and keeps all limits.</summary>
/// <param name="Silicon">Its silicon.</param>
/// <param name="Plan">How the model is spread.</param>
/// <param name="Batch">Sequences of the whole machine.</param>
/// <param name="Sequences">Of them, those that an attention group has in one step of a pipeline stage.</param>
/// <param name="Step">From the first operator of a step to its last, over all stages of the pipeline.</param>
public sealed record ExploredDesign(Silicon Silicon, ParallelPlan Plan, int Batch, int Sequences, Duration Step)
{
    /// <summary>The plan's place among those of the space, from 0.</summary>
    public int PlanNumber { get; init; }

    /// <summary>Tokens a second that one user sees; of a prompt, its tokens over the time to the first token.</summary>
    public required double Utps { get; init; }

    /// <summary>Tokens a second of the whole machine.</summary>
    public double Stps => Utps * Batch;

    /// <summary>A device that works; null where the machine does not say what steps cost.</summary>
    public SteadyState? Device { get; init; }

    /// <summary>Tokens a second of the whole machine for each watt of it; null where that is not known.</summary>
    public double? StpsPerWatt { get; init; }

    /// <summary>What an objective compares.</summary>
    public double ValueOf(DesignObjective objective) => objective switch
    {
        DesignObjective.Utps => Utps,
        DesignObjective.StpsPerWatt => StpsPerWatt ?? 0,
        _ => Stps,
    };

    /// <summary>Whether another design is at least as good for the user, for the machine and by the joule; of equal ones, whether it comes first.</summary>
    internal bool IsMatchedBy(ExploredDesign other)
    {
        double own = StpsPerWatt ?? 0, others = other.StpsPerWatt ?? 0;
        if (other.Utps < Utps || other.Stps < Stps || others < own) return false;
        return other.Utps > Utps || other.Stps > Stps || others > own || other.ComesBefore(this);
    }

    private bool ComesBefore(ExploredDesign other) => (Batch, Silicon.Number, PlanNumber).CompareTo((other.Batch, other.Silicon.Number, other.PlanNumber)) < 0;
}
