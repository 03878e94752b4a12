using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Core.Observation;

/// <summary>Receives what probes report; implemented by whoever records a run.</summary>
public interface IProbeSink
{
    /// <summary>Gives a track (a bank, a link, a matrix unit) its number.</summary>
    /// <param name="path">Where it stands, outermost first, parted by slashes: "device 0/channel 3/bank 1".</param>
    /// <remarks>Who builds a model again and again for one listener defines the same paths again and again.</remarks>
    int DefineTrack(string path);

    /// <summary>Gives a name of spans or counters its number; the same text always gets the same number.</summary>
    int DefineName(string name);

    /// <summary>Whether anything between two instants would be kept; models that show parts by simulating them again need not for nothing.</summary>
    bool Hears(SimTime start, SimTime end) => true;

    /// <summary>Something occupied a track from one instant to another; row is that of a bank, source and destination are nodes of a network, and each is -1 for none.</summary>
    void Span(int track, int name, SimTime start, SimTime end, long argument, int row, int source, int destination);

    /// <summary>A quantity of a track took a value at an instant.</summary>
    void Counter(int track, int name, SimTime at, double value);
}
