namespace DeepStack.Sim.Studies.Comparison;

/// <summary>A setting in which two runs differ.</summary>
/// <param name="Setting">Its name.</param>
/// <param name="First">Its value in the first run; empty where it has none.</param>
/// <param name="Second">Its value in the second run; empty where it has none.</param>
public sealed record SettingDifference(string Setting, string First, string Second);
