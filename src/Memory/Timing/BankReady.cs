namespace DeepStack.Sim.Memory.Timing;

/// <summary>From when one command is legal at each bank, as far as bank, group and stack decide; a view into the times.</summary>
internal readonly ref struct BankReady
{
    private readonly ReadOnlySpan<long> _bank;
    private readonly ReadOnlySpan<long> _group;
    private readonly ReadOnlySpan<int> _groupOf;
    private readonly ReadOnlySpan<long> _stack;
    private readonly ReadOnlySpan<int> _stackOf;

    /// <param name="bank">Times of the banks.</param>
    /// <param name="group">Times of the groups.</param>
    /// <param name="groupOf">The group of each bank.</param>
    /// <param name="stack">Times of the stacks; empty where no rule speaks of them.</param>
    /// <param name="stackOf">The stack of each bank.</param>
    public BankReady(ReadOnlySpan<long> bank, ReadOnlySpan<long> group, ReadOnlySpan<int> groupOf, ReadOnlySpan<long> stack, ReadOnlySpan<int> stackOf)
    {
        _bank = bank;
        _group = group;
        _groupOf = groupOf;
        _stack = stack;
        _stackOf = stackOf;
    }

    /// <summary>The time of a bank.</summary>
    public long this[int bank]
    {
        get
        {
            long ready = Math.Max(_bank[bank], _group[_groupOf[bank]]);
            return _stack.IsEmpty ? ready : Math.Max(ready, _stack[_stackOf[bank]]);
        }
    }
}
