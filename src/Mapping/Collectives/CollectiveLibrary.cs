using DeepStack.Sim.Mapping.Collectives.Algorithms;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Mapping.Collectives;

/// <summary>All algorithms, in the order in which they are tried and shown.</summary>
public static class CollectiveLibrary
{
    /// <summary>Every algorithm.</summary>
    public static IReadOnlyList<ICollectiveAlgorithm> All { get; } =
    [
        new RingAllReduce(),
        new TwoWayRingAllReduce(),
        new RecursiveDoublingAllReduce(),
        new HalvingDoublingAllReduce(nearFirst: false),
        new HalvingDoublingAllReduce(nearFirst: true),
        new TreeAllReduce(),
        new DoubleTreeAllReduce(),
        new TorusAllReduce(),
        new HierarchicalAllReduce(),
        new OneShotAllReduce(),
        new TwoShotAllReduce(),
        new RingAllGather(),
        new DirectAllGather(),
        new RecursiveDoublingAllGather(),
        new TorusAllGather(),
        new RingReduceScatter(),
        new DirectReduceScatter(),
        new RecursiveHalvingReduceScatter(),
        new TorusReduceScatter(),
        new DirectAllToAll(),
        new PairwiseAllToAll(),
        new DimensionWiseAllToAll(),
        new HierarchicalAllToAll(),
        new ChainBroadcast(),
        new BinomialBroadcast(),
        new DirectSendReceive(),
    ];

    /// <summary>The algorithms that can fulfil a request.</summary>
    public static IEnumerable<ICollectiveAlgorithm> For(CollectiveRequest request) => All.Where(algorithm => algorithm.Supports(request));

    /// <summary>The algorithm of a name that can fulfil a request.</summary>
    /// <exception cref="PresetException">There is none; the message names those that can.</exception>
    public static ICollectiveAlgorithm Find(string name, CollectiveRequest request)
    {
        string[] known = [.. For(request).Select(algorithm => algorithm.Name)];
        return For(request).FirstOrDefault(algorithm => algorithm.Name == name)
            ?? throw new PresetException($"There is no algorithm \"{name}\" for {request.Kind} over {request.Ranks} ranks.{Spelling.DidYouMean(name, known)} Known: {string.Join(", ", known)}.");
    }
}
