using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Studies.Capacity;

/// <summary>One closed loop that was tried.</summary>
/// <param name="Clients">Clients, each with one request at a time and no think time.</param>
/// <param name="CompletionsPerSecond">Requests completed per second while every client had one under way.</param>
/// <param name="Ttft">99th percentile of the time to the first token.</param>
/// <param name="Tpot">99th percentile of the mean time per further token.</param>
/// <param name="E2e">99th percentile of the time to the last token.</param>
public sealed record SaturationPoint(int Clients, double CompletionsPerSecond, Duration Ttft, Duration Tpot, Duration E2e);
