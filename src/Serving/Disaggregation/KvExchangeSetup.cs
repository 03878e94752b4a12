using DeepStack.Sim.Serving.Routing;

namespace DeepStack.Sim.Serving.Disaggregation;

/// <summary>Which replicas do what of a request, and how KV blocks move.</summary>
/// <param name="Roles">The role of every replica.</param>
/// <param name="Transfer">How prompts are handed over.</param>
/// <param name="DecodeRouter">Which decode rank gets a prompt; its ranks are those of decode replicas, in order.</param>
/// <param name="Transport">What moves the blocks.</param>
/// <param name="HostBlocks">KV blocks that the host memory of every replica holds; 0 where blocks are not offloaded.</param>
public sealed record KvExchangeSetup(
    IReadOnlyList<PoolRole> Roles, KvTransferSpec Transfer, IRouter DecodeRouter, IKvTransport Transport, IReadOnlyList<int> HostBlocks);
