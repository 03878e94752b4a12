namespace DeepStack.Sim.Physics.Stacks;

/// <summary>What a block of a floorplan does in a machine, which says which energy is its.</summary>
public enum BlockRole
{
    /// <summary>Nothing that is accounted: moulding, spacers, dies of others.</summary>
    Passive,

    /// <summary>Units that compute, with their buffers.</summary>
    Compute,

    /// <summary>Links to other devices.</summary>
    Links,

    /// <summary>DRAM.</summary>
    Dram,
}
