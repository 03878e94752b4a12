using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>A stack of DRAM layers on logic, as data.</summary>
/// <remarks>
/// The stack consists of equal bank columns. In a column every layer has the same number of banks, and the layers share as many vertical
/// ports as layers are connected: layer l uses port l modulo the connected layers. A port of one column is a channel.
/// </remarks>
public sealed partial record DramStackSpec
{
    /// <summary>The name of the preset.</summary>
    public required string Name { get; init; }

    /// <summary>The clock of the banks and ports.</summary>
    public required Clock Clock { get; init; }

    /// <summary>The clock of the logic below, or null where data need not cross between clocks.</summary>
    public Clock? LogicClock { get; init; }

    /// <summary>Edges of the receiving clock that a signal waits when it crosses.</summary>
    public int CrossingEdges { get; init; }

    /// <summary>Layers, m.</summary>
    public required int Layers { get; init; }

    /// <summary>Layers that can move data at the same time, n; 1 to m.</summary>
    public required int ConnectedLayers { get; init; }

    /// <summary>Bank columns side by side.</summary>
    public required int Columns { get; init; }

    /// <summary>Banks of one layer in one column.</summary>
    public required int BanksPerLayer { get; init; }

    /// <summary>Rows of a bank.</summary>
    public required int Rows { get; init; }

    /// <summary>Data in a row.</summary>
    public required Bytes Row { get; init; }

    /// <summary>Data of one column command.</summary>
    public required Bytes Access { get; init; }

    /// <summary>The timings.</summary>
    public required StackTimings Timings { get; init; }

    /// <summary>Bytes a second through one port, where the vertical link is slower than the bank; null where it is not.</summary>
    public Bandwidth? LinkRate { get; init; }

    /// <summary>Time through the stack for each layer between bank and logic.</summary>
    public Duration LatencyPerLayer { get; init; }

    /// <summary>Accesses that bring one access of check bits along; 0 where check bits travel beside the data.</summary>
    public int AccessesPerCheck { get; init; }

    /// <summary>The limit on activations of one layer over all columns, or null.</summary>
    public ActivationLimit? LayerActivations { get; init; }

    /// <summary>The limit on activations of the whole stack, or null.</summary>
    public ActivationLimit? StackActivations { get; init; }

    /// <summary>Power that activations of the whole stack may take, or null.</summary>
    public Power? ActivationPower { get; init; }

    /// <summary>Which banks are refreshed together.</summary>
    public RefreshMode Refresh { get; init; } = RefreshMode.AllBanks;

    /// <summary>Temperatures from which refreshes come more often, coldest first.</summary>
    public IReadOnlyList<RefreshClass> RefreshClasses { get; init; } = [];

    /// <summary>What happens to idle open rows.</summary>
    public RowPolicy RowPolicy { get; init; } = RowPolicy.Open;

    /// <summary>Clocks without use after which <see cref="RowPolicy.Timeout"/> closes a row.</summary>
    public long RowTimeout { get; init; }

    /// <summary>Row runs that a channel looks at to choose the next; 1 keeps the order of arrival.</summary>
    public int Window { get; init; } = 16;

    /// <summary>How consecutive rows of a channel are permuted over its banks.</summary>
    public AddressSwizzle Swizzle { get; init; }

    /// <summary>In which order consecutive rows of a channel use its layers, banks and rows; most significant first.</summary>
    public IReadOnlyList<string> RowOrder { get; init; } = ["row", "bank", "layer"];

    /// <summary>Consecutive bytes that stay in one channel before the next channel follows.</summary>
    public required Bytes Interleave { get; init; }

    /// <summary>What commands and bits cost.</summary>
    public StackEnergies Energies { get; init; } = new();

    /// <summary>Channels: ports of all columns.</summary>
    public int Channels => Columns * ConnectedLayers;

    /// <summary>Clocks from one access to the next on a port that never waits, as a fraction.</summary>
    public (long Numerator, long Denominator) AccessClocks => AccessClocksOf();

    /// <summary>Data of all layers.</summary>
    public Bytes Capacity => Row * Rows * BanksPerLayer * Layers * Columns;

    /// <summary>Bytes a second of all channels if no port ever waits.</summary>
    public Bandwidth PeakBandwidth => PortBandwidth * Channels;

    /// <summary>Bytes a second of one channel if its port never waits.</summary>
    public Bandwidth PortBandwidth
    {
        get
        {
            (long numerator, long denominator) = AccessClocks;
            return Bandwidth.FromBytesPerSecond((double)Access.Count * Clock.Hertz * denominator / numerator);
        }
    }

    /// <summary>A preset by name, or a file by its path.</summary>
    /// <param name="name">The name or path.</param>
    /// <param name="changes">Values that replace what the preset says; null for none.</param>
    /// <exception cref="Presets.PresetException">There is no such stack, or something in it is wrong.</exception>
    public static DramStackSpec FromPreset(string name, Presets.PresetChanges? changes = null) => DramStackSpecReader.Open(name, changes);

    /// <summary>How many layers a port serves.</summary>
    public int LayersOfPort(int port) => (Layers - port - 1) / ConnectedLayers + 1;

    /// <summary>How much more often refreshes come at a temperature.</summary>
    public int RefreshDivisorAt(Celsius temperature) => RefreshClass.DivisorAt(RefreshClasses, temperature);

    /// <summary>The same stack when refreshes come more often than at the normal temperature.</summary>
    /// <param name="rate">By which factor; positive.</param>
    public DramStackSpec RefreshedAt(int rate) =>
        this with { Timings = Timings with { RefreshInterval = Math.Max(1, Timings.RefreshInterval / rate) } };

    private (long Numerator, long Denominator) AccessClocksOf()
    {
        if (LinkRate is not { } link) return (Timings.Burst, 1);
        long rate = (long)link.BytesPerSecond;
        long clocks = Access.Count * Clock.Hertz;
        return clocks > Timings.Burst * rate ? (clocks / Gcd(clocks, rate), rate / Gcd(clocks, rate)) : (Timings.Burst, 1);
    }

    private static long Gcd(long left, long right) => right == 0 ? left : Gcd(right, left % right);
}
