namespace DeepStack.Sim.Memory.Standards;

/// <summary>Between which banks a timing rule holds.</summary>
public enum RuleLevel : byte
{
    /// <summary>Commands to the same bank.</summary>
    Bank,

    /// <summary>Commands to the same bank group, the same bank included.</summary>
    Group,

    /// <summary>Commands to the same stack identifier.</summary>
    Stack,

    /// <summary>Commands to different stack identifiers of one rank or pseudo channel.</summary>
    OtherStack,

    /// <summary>All commands of a rank or pseudo channel.</summary>
    Rank,
}
