namespace DeepStack.Sim.Results.Timelines;

/// <summary>Something that two neighbouring bins can be put together to.</summary>
internal interface IBin<T>
    where T : struct, IBin<T>
{
    /// <summary>What an earlier and a later bin hold together.</summary>
    static abstract T Merge(T earlier, T later);
}
