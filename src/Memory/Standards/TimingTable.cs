namespace DeepStack.Sim.Memory.Standards;

/// <summary>The named timings of a standard in clocks of its command clock.</summary>
/// <remarks>Names are compared without their leading t or n, underscores and case, so that tCCD_S, nCCDS and tccds are one name.</remarks>
public sealed class TimingTable
{
    private readonly SortedDictionary<string, long> _clocks = new(StringComparer.Ordinal);

    /// <summary>An empty table.</summary>
    public TimingTable()
    {
    }

    /// <summary>A copy that can be changed apart.</summary>
    public TimingTable(TimingTable other)
    {
        foreach ((string name, long clocks) in other._clocks) _clocks[name] = clocks;
    }

    /// <summary>A timing in clocks.</summary>
    /// <exception cref="KeyNotFoundException">It is not given.</exception>
    public long this[string name]
    {
        get => _clocks.TryGetValue(KeyOf(name), out long clocks) ? clocks : throw new KeyNotFoundException($"The timing {name} is not given");
        set => _clocks[KeyOf(name)] = value;
    }

    /// <summary>Whether a timing is given.</summary>
    public bool Has(string name) => _clocks.ContainsKey(KeyOf(name));

    /// <summary>A timing in clocks, or what to take where it is not given.</summary>
    public long Get(string name, long otherwise) => _clocks.GetValueOrDefault(KeyOf(name), otherwise);

    private static string KeyOf(string name)
    {
        string bare = name.Length > 1 && name[0] is 't' or 'n' && !char.IsLower(name[1]) ? name[1..] : name;
        return bare.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
    }
}
