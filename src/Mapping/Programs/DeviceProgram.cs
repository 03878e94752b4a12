namespace DeepStack.Sim.Mapping.Programs;

/// <summary>What every device of a tensor-parallel group does in one engine step; equal devices share one program.</summary>
/// <param name="Blocks">The blocks, in order.</param>
public sealed record DeviceProgram(IReadOnlyList<ProgramBlock> Blocks);
