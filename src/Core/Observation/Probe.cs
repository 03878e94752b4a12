using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Observation;

/// <summary>What a hardware model reports through; a model holds null when nobody listens, so that silence costs one comparison.</summary>
public sealed class Probe
{
    private readonly IProbeSink _sink;

    /// <param name="sink">Who listens.</param>
    public Probe(IProbeSink sink) => _sink = sink;

    /// <summary>Gives a track its number; done once, at construction of the model.</summary>
    public int DefineTrack(string path) => _sink.DefineTrack(path);

    /// <summary>Gives a name its number; done once, at construction of the model.</summary>
    public int DefineName(string name) => _sink.DefineName(name);

    /// <summary>Whether anything between two instants would be kept.</summary>
    public bool Hears(SimTime start, SimTime end) => _sink.Hears(start, end);

    /// <summary>Reports that something occupied a track.</summary>
    /// <param name="track">A number from <see cref="DefineTrack"/>.</param>
    /// <param name="name">A number from <see cref="DefineName"/>.</param>
    /// <param name="start">When it began.</param>
    /// <param name="end">When it ended; not before <paramref name="start"/>.</param>
    /// <param name="argument">A detail whose meaning the name fixes, such as bytes.</param>
    /// <param name="row">The row of a bank that it concerned; -1 for none.</param>
    /// <param name="source">The node of a network that it came from; -1 for none.</param>
    /// <param name="destination">The node of a network that it goes to; -1 for none.</param>
    public void Span(int track, int name, SimTime start, SimTime end, long argument = 0, int row = -1, int source = -1, int destination = -1) =>
        _sink.Span(track, name, start, end, argument, row, source, destination);

    /// <summary>Reports the value of a quantity.</summary>
    public void Counter(int track, int name, SimTime at, double value) => _sink.Counter(track, name, at, value);
}
