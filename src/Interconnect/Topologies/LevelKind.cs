namespace DeepStack.Sim.Interconnect.Topologies;

/// <summary>How the members of one level of a network are joined.</summary>
public enum LevelKind
{
    /// <summary>Each member with the next, the last with the first; two members share one link.</summary>
    Ring,

    /// <summary>Each member with the next.</summary>
    Chain,

    /// <summary>Every member with every other.</summary>
    FullyConnected,

    /// <summary>Every member with one switch.</summary>
    Switch,
}
