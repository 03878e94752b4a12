using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Studies.Collectives;

/// <summary>A range of sizes in which a collective library keeps to one protocol.</summary>
/// <param name="UpTo">The largest size it holds for; null for no limit.</param>
/// <param name="Launch">From the call to the first byte, and back.</param>
/// <param name="Rate">What the protocol gets out of a link direction.</param>
public sealed record FabricRange(Bytes? UpTo, Duration Launch, Bandwidth Rate);
