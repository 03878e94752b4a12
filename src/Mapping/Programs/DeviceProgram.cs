namespace DeepStack.Sim.Mapping.Programs;

/// <summary>What a replica's devices do in one engine step; equal devices share one program, and pipeline stages follow one another.</summary>
/// <param name="Blocks">The blocks, in order.</param>
public sealed record DeviceProgram(IReadOnlyList<ProgramBlock> Blocks);
