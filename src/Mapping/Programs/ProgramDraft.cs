using DeepStack.Sim.Compute;
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

    /// <summary>Whether the last step is a pass over activations that pays a launch, in whose kernel engines put the next pass too.</summary>
    public bool EndsInPass { get; private set; }

    /// <summary>Adds a step.</summary>
    public void Add(ProgramStep step)
    {
        _steps.Add(step);
        EndsInPass = false;
    }

    /// <summary>Adds a pass over activations: passes that follow one another are one kernel, as compilers make them.</summary>
    /// <param name="kernel">The pass by itself.</param>
    /// <param name="scope">What its size depends on.</param>
    public void AddPass(Kernel kernel, OperatorScope scope)
    {
        bool joins = EndsInPass;
        Add(new KernelStep(joins ? kernel with { IsFused = true } : kernel, WorkKind.Elementwise) { Scope = scope });
        EndsInPass = joins || !kernel.IsFused;
    }
}
