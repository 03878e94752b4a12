namespace DeepStack.Sim.Interconnect.Noc.Load;

/// <summary>One network on chip and the traffic to put on it; with a load it is a point of a latency curve.</summary>
/// <param name="Router">The routers' make.</param>
/// <param name="Grid">The network; one endpoint per router.</param>
/// <param name="Pattern">Where packets go.</param>
/// <param name="PacketFlits">The length of every packet.</param>
/// <param name="Measurement">Warm-up and sampling.</param>
/// <param name="Seed">The seed of all random choices.</param>
public sealed record NocLoadCase(RouterSpec Router, NocGrid Grid, TrafficPattern Pattern, int PacketFlits, MeasurementSpec Measurement, ulong Seed);
