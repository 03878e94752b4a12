namespace DeepStack.Sim.Core.Events;

/// <summary>Something that happens once; processes waiting for it go on in the order they came.</summary>
public sealed class Signal : Waitable
{
    private readonly List<Process> _waiting = [];

    /// <summary>Whether it has happened.</summary>
    public bool IsSet { get; private set; }

    /// <summary>Makes it happen, at the present instant; a second time changes nothing.</summary>
    public void Set()
    {
        if (IsSet) return;
        IsSet = true;
        foreach (Process process in _waiting) process.Resume();
        _waiting.Clear();
    }

    internal override bool Register(Process process)
    {
        if (!IsSet) _waiting.Add(process);
        return IsSet;
    }

    internal override void Withdraw(Process process) => _waiting.Remove(process);
}
