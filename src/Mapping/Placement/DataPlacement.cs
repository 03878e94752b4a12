namespace DeepStack.Sim.Mapping.Placement;

/// <summary>Where weights or KV blocks lie in the memory of a device, seen from the cores that read them.</summary>
public enum DataPlacement
{
    /// <summary>Piece by piece over all channels: every read is served by all of them, from the mean distance.</summary>
    Striped,

    /// <summary>
    /// In the channels above the core that works on it: columns of weights are dealt out to the cores, blocks of keys in turn. Nothing crosses the NoC to its
    /// first reader, but channels above cores without work stand idle.
    /// </summary>
    Near,

    /// <summary>A copy in each region of the mesh, striped over the region's channels: shorter ways, and as many times the memory.</summary>
    Replicated,
}
