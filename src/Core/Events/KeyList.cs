namespace DeepStack.Sim.Core.Events;

/// <summary>Where a list begins and ends in a <see cref="KeyPool"/>; whether it is empty its owner knows.</summary>
internal struct KeyList
{
    /// <summary>The position of the first key.</summary>
    public int Head;

    /// <summary>The position behind the last key.</summary>
    public int End;
}
