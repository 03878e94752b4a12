using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Noc.Load;

/// <summary>What a load run has measured.</summary>
/// <param name="OfferedLoad">Flits created per node and cycle, as asked for.</param>
/// <param name="IsStable">Whether the run settled below the latency limit; the latencies of one that did not only say that it is beyond saturation.</param>
/// <param name="AcceptedLoad">Flits delivered per node and cycle while measuring.</param>
/// <param name="PacketLatency">Mean cycles from the creation of a packet to the arrival of its last flit.</param>
/// <param name="NetworkLatency">Mean cycles from the start of a packet's head to the arrival of its last flit.</param>
/// <param name="MaxLatency">The longest packet latency.</param>
/// <param name="Hops">Mean routers visited.</param>
/// <param name="Cycles">Length of the run.</param>
/// <param name="FlitHops">Flits times routers over the whole run.</param>
public sealed record NocLoadPoint(
    double OfferedLoad, bool IsStable, double AcceptedLoad, double PacketLatency, double NetworkLatency, Cycles MaxLatency, double Hops, Cycles Cycles, long FlitHops);
