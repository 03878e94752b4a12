using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Timelines;

/// <summary>Puts what happens over time into at most a given number of bins, whose width doubles as the run gets longer.</summary>
/// <typeparam name="TBin">What a bin holds; its default is an empty bin.</typeparam>
internal sealed class AdaptiveBins<TBin>
    where TBin : struct, IBin<TBin>
{
    private const long SmallestWidthPs = 1_000_000_000;

    private readonly TBin[] _bins;

    /// <param name="limit">The largest number of bins; even.</param>
    public AdaptiveBins(int limit) => _bins = new TBin[limit];

    /// <summary>The width of every bin.</summary>
    public Duration Width { get; private set; } = Duration.FromPicoseconds(SmallestWidthPs);

    /// <summary>Bins up to the last that holds anything.</summary>
    public ReadOnlySpan<TBin> Bins => _bins.AsSpan(0, Used);

    private int Used { get; set; }

    /// <summary>The bin of an instant, to add to.</summary>
    public ref TBin At(SimTime instant)
    {
        while (instant.Picoseconds / Width.Picoseconds >= _bins.Length) Widen();
        int index = (int)(instant.Picoseconds / Width.Picoseconds);
        Used = Math.Max(Used, index + 1);
        return ref _bins[index];
    }

    private void Widen()
    {
        int half = _bins.Length / 2;
        for (int i = 0; i < half; i++) _bins[i] = TBin.Merge(_bins[2 * i], _bins[(2 * i) + 1]);
        _bins.AsSpan(half).Clear();
        Width *= 2;
        Used = (Used + 1) / 2;
    }
}
