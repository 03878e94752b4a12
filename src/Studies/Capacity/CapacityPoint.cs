using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Studies.Capacity;

/// <summary>One rate that was tried.</summary>
/// <param name="RequestsPerSecond">Mean rate of arrivals.</param>
/// <param name="Ttft">99th percentile of the time to the first token.</param>
/// <param name="Tpot">99th percentile of the mean time per further token.</param>
/// <param name="E2e">99th percentile of the time to the last token.</param>
/// <param name="Holds">Whether all limits are held.</param>
public sealed record CapacityPoint(double RequestsPerSecond, Duration Ttft, Duration Tpot, Duration E2e, bool Holds);
