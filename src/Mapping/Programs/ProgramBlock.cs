namespace DeepStack.Sim.Mapping.Programs;

/// <summary>Steps that are done in order, and again as often as there are equal layers.</summary>
/// <param name="Steps">The steps of one repetition.</param>
/// <param name="Repeat">Repetitions; at least 1.</param>
public sealed record ProgramBlock(IReadOnlyList<ProgramStep> Steps, int Repeat)
{
    /// <summary>The pipeline stage whose devices do it.</summary>
    public int Stage { get; init; }
}
