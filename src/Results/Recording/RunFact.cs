namespace DeepStack.Sim.Results.Recording;

/// <summary>A fact to show.</summary>
/// <param name="Group">What it is about, such as "platform" or "serving".</param>
/// <param name="Name">Which quantity.</param>
/// <param name="Value">Its value with its unit.</param>
public sealed record RunFact(string Group, string Name, string Value);
