namespace DeepStack.Sim.Results.Recording;

/// <summary>What an operator waited for most.</summary>
public enum Bound
{
    /// <summary>Not said.</summary>
    Unspecified,

    /// <summary>Matrix units.</summary>
    Matrix,

    /// <summary>Vector and special-function units.</summary>
    Vector,

    /// <summary>Data rate of the DRAM.</summary>
    DramBandwidth,

    /// <summary>Row activations of the DRAM.</summary>
    DramActivation,

    /// <summary>Links between the layers of a stack.</summary>
    VerticalLinks,

    /// <summary>On-chip buffers.</summary>
    Buffers,

    /// <summary>Network on chip.</summary>
    Noc,

    /// <summary>Links inside the package.</summary>
    Package,

    /// <summary>Network between packages.</summary>
    Network,

    /// <summary>Latencies that nothing hides.</summary>
    Latency,

    /// <summary>Launch and host.</summary>
    Launch,
}
