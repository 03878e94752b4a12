namespace DeepStack.Sim.Interconnect.Noc;

/// <summary>How finely a network on chip is simulated.</summary>
public enum NocDetail
{
    /// <summary>Every flit, buffer, credit and allocation, cycle by cycle.</summary>
    Cycle,

    /// <summary>Groups of packets that reserve one link after the other, first come, first served; for messages of kilobytes that seldom wait for each other.</summary>
    Bulk,
}
