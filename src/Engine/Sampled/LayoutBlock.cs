namespace DeepStack.Sim.Engine.Sampled;

/// <summary>Consecutive operators that equal layers repeat.</summary>
/// <param name="Start">The first entry.</param>
/// <param name="Count">Entries.</param>
/// <param name="Repeat">Layers.</param>
internal readonly record struct LayoutBlock(int Start, int Count, int Repeat);
