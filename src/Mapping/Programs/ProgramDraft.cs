using DeepStack.Sim.Workload.Operators;
using DeepStack.Sim.Workload.Routing;

namespace DeepStack.Sim.Mapping.Programs;

/// <summary>Steps that are being written down, and where the activations are meanwhile.</summary>
/// <param name="isScattered">Whether each device of a tensor-parallel group has its own tokens of the residual stream.</param>
internal sealed class ProgramDraft(bool isScattered)
{
    private readonly List<ProgramStep> _steps = [];

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<ProgramStep> Steps => _steps;

    /// <summary>Whether each device of a tensor-parallel group has its own tokens of the residual stream.</summary>
    public bool IsScattered { get; set; } = isScattered;

    /// <summary>What the experts of the present layer have to do.</summary>
    public ExpertLoad? Load { get; set; }

    /// <summary>Rows that passes between the products of experts touch, each pass counted.</summary>
    public double PassedRows { get; set; }

    /// <summary>Adds a step.</summary>
    public void Add(ProgramStep step, OperatorScope scope) => _steps.Add(step with { Scope = scope });
}
