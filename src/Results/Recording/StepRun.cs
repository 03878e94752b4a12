namespace DeepStack.Sim.Results.Recording;

/// <summary>Consecutive steps of a replica that treated a request alike.</summary>
/// <param name="Replica">The replica.</param>
/// <param name="FirstStep">Ordinal of the first step.</param>
/// <param name="Steps">How many steps; at least 1.</param>
/// <param name="ComputedTokens">Tokens of the request computed in each.</param>
/// <param name="DeliveredTokens">Tokens delivered at the end of each: 0 while the prompt is processed, 1 for generation, more with speculation.</param>
public readonly record struct StepRun(int Replica, long FirstStep, long Steps, int ComputedTokens, int DeliveredTokens);
