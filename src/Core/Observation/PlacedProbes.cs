using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Observation;

/// <summary>Passes on what a part reports that is simulated by itself from zero, at the times of its place in a whole.</summary>
/// <param name="target">Who listens to the whole.</param>
public sealed class PlacedProbes(Probe target) : IProbeSink
{
    private SimTime _start;
    private Duration _own = Duration.FromPicoseconds(1);
    private Duration _there = Duration.FromPicoseconds(1);

    /// <summary>Says where the part lies: its instant t is start + t * there / own of the whole, rounded down.</summary>
    /// <param name="start">Its beginning in the whole.</param>
    /// <param name="own">How long it takes by itself; more than nothing.</param>
    /// <param name="there">How long it takes in the whole; where that is the same, no time is changed by more than the start.</param>
    public void Place(SimTime start, Duration own, Duration there) => (_start, _own, _there) = (start, own, there);

    /// <inheritdoc/>
    public int DefineTrack(string path) => target.DefineTrack(path);

    /// <inheritdoc/>
    public int DefineName(string name) => target.DefineName(name);

    /// <inheritdoc/>
    public bool Hears(SimTime start, SimTime end) => target.Hears(InWhole(start), InWhole(end));

    /// <inheritdoc/>
    public void Span(int track, int name, SimTime start, SimTime end, long argument, int row, int source, int destination) =>
        target.Span(track, name, InWhole(start), InWhole(end), argument, row, source, destination);

    /// <inheritdoc/>
    public void Counter(int track, int name, SimTime at, double value) => target.Counter(track, name, InWhole(at), value);

    private SimTime InWhole(SimTime at) => _start + Duration.FromPicoseconds((long)((Int128)at.Picoseconds * _there.Picoseconds / _own.Picoseconds));
}
