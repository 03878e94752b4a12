namespace DeepStack.Sim.Interconnect.Topologies;

/// <summary>How a network finds paths.</summary>
public enum Routing
{
    /// <summary>The path of fewest links; of equal ones, the one that at every node goes to the smallest node number.</summary>
    ShortestPath,

    /// <summary>Equal-cost multipath: each message picks one of the shortest paths by a hash of its ends and its number.</summary>
    EqualCostMultipath,

    /// <summary>On meshes and tori: one dimension after another; on a torus the shorter way round, upwards when both are equal.</summary>
    DimensionOrder,
}
