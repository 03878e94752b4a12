namespace DeepStack.Sim.Memory.Standards;

/// <summary>What happens to an open row that nobody asks for any more.</summary>
public enum RowPolicy
{
    /// <summary>It stays open until another row of its bank is wanted.</summary>
    Open,

    /// <summary>It is closed as soon as nothing that waits uses it.</summary>
    Closed,

    /// <summary>It is closed after some time without use.</summary>
    Timeout,

    /// <summary>Each bank learns from its last outcomes whether open or closed would have been better.</summary>
    Adaptive,
}
