namespace DeepStack.Sim.Results.Recording;

/// <summary>A preset and the hash of its text.</summary>
/// <param name="Preset">Kind and name, such as "platforms/stack3d-8".</param>
/// <param name="Hash">SHA-256 of the text, in lower-case hexadecimal.</param>
public sealed record PresetHash(string Preset, string Hash);
