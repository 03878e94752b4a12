namespace DeepStack.Sim.Results.Recording;

/// <summary>Numbers the tracks of a run in the order in which they are introduced and tells a recorder about each.</summary>
/// <param name="recorder">Who is told.</param>
public sealed class TrackTable(IRunRecorder recorder)
{
    private int _next;

    /// <summary>Introduces a track and gives its number.</summary>
    /// <param name="parent">The track it is part of; -1 for none.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="replica">The replica it belongs to.</param>
    /// <param name="name">What to call it.</param>
    public int Add(int parent, TrackKind kind, int replica, string name)
    {
        recorder.Track(new TrackRecord(_next, parent, kind, replica, name));
        return _next++;
    }
}
