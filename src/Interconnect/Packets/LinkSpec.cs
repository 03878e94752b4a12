using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>A full-duplex link; each direction has the whole rate and a queue of its own.</summary>
/// <param name="A">One end, a node number.</param>
/// <param name="B">The other end, a node number.</param>
/// <param name="Rate">What one direction carries; kept as whole bits a second.</param>
/// <param name="Latency">From the end of a transmission to the arrival at the far end; not negative.</param>
/// <param name="InPackage">Whether it joins dies of one package.</param>
public sealed record LinkSpec(int A, int B, Bandwidth Rate, Duration Latency, bool InPackage = false);
