namespace DeepStack.Sim.Memory.Control;

/// <summary>Reads that wait for an address another read already waits for; they share its column command.</summary>
internal sealed class ReadFollowers
{
    private readonly List<(int Leader, int Request, long Accepted)> _waiting = [];

    /// <summary>Adds a read behind the entry of its leader.</summary>
    public void Add(int leader, int request, long accepted) => _waiting.Add((leader, request, accepted));

    /// <summary>Takes one read that follows a leader; false if none is left.</summary>
    public bool TryTake(int leader, out int request, out long accepted)
    {
        for (int i = 0; i < _waiting.Count; i++)
        {
            if (_waiting[i].Leader != leader) continue;
            (_, request, accepted) = _waiting[i];
            _waiting.RemoveAt(i);
            return true;
        }
        (request, accepted) = (-1, 0);
        return false;
    }
}
