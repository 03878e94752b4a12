namespace DeepStack.Sim.Interconnect.Packets;

/// <summary>What stands at a node of a network.</summary>
public enum NodeKind
{
    /// <summary>A device that sends and receives; packets of others may pass through it too (ring, mesh, torus).</summary>
    Endpoint,

    /// <summary>A device that only forwards.</summary>
    Switch,
}
