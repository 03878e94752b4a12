using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Platform;

/// <summary>A preset that a machine was read from.</summary>
/// <param name="Name">Kind and name, such as "chips/h100", or a file.</param>
/// <param name="Hash">SHA-256 of its text, in lower-case hexadecimal.</param>
/// <param name="Provenance">Where its numbers come from.</param>
public sealed record PresetUse(string Name, string Hash, IReadOnlyList<Provenance> Provenance);
