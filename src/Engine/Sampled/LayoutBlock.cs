namespace DeepStack.Sim.Engine.Sampled;

/// <summary>Consecutive operators that equal layers repeat; the stages of a pipeline may share them.</summary>
/// <param name="Start">The first entry.</param>
/// <param name="Count">Entries.</param>
/// <param name="Repeat">Layers.</param>
internal readonly record struct LayoutBlock(int Start, int Count, int Repeat);
