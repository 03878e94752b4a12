using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Recording;

/// <summary>What the devices of a replica could do at most; zero where unknown.</summary>
/// <param name="Name">The replica's name.</param>
/// <param name="Devices">Devices it consists of.</param>
/// <param name="PeakArithmetic">Of all its devices, at the precision of its matrix products.</param>
/// <param name="DramBandwidth">Of all its devices.</param>
/// <param name="NetworkBandwidth">Of all its devices, sending.</param>
/// <param name="KvCapacity">Tokens that its KV cache holds.</param>
public sealed record ReplicaFacts(string Name, int Devices, FlopRate PeakArithmetic, Bandwidth DramBandwidth, Bandwidth NetworkBandwidth, Tokens KvCapacity)
{
    /// <summary>The pool it belongs to; empty where the run has no pools.</summary>
    public string Pool { get; init; } = "";
}
