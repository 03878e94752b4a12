using DeepStack.Sim.Core.Observation;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Memory.Stacks;

/// <summary>Shows what the banks of a channel do to whoever listens: a track per bank, a span per row command and per run of accesses to a row.</summary>
internal sealed class BankProbe
{
    private readonly Probe _probe;
    private readonly Clock _clock;
    private readonly Bytes _access;
    private readonly int[] _tracks;
    private readonly int _activate, _precharge, _refresh, _readHit, _read, _writeHit, _write;

    /// <param name="probe">Who listens.</param>
    /// <param name="spec">The stack.</param>
    /// <param name="channel">What to call the channel.</param>
    /// <param name="layers">Layers of its port.</param>
    public BankProbe(Probe probe, DramStackSpec spec, string channel, int layers)
    {
        (_probe, _clock, _access) = (probe, spec.Clock, spec.Access);
        _tracks = [.. Enumerable.Range(0, layers * spec.BanksPerLayer).Select(bank => probe.DefineTrack($"{channel}/layer {bank / spec.BanksPerLayer}/bank {bank % spec.BanksPerLayer}"))];
        (_activate, _precharge, _refresh) = (probe.DefineName("activate"), probe.DefineName("precharge"), probe.DefineName("refresh"));
        (_readHit, _read) = (probe.DefineName("read, row hit"), probe.DefineName("read, row opened for it"));
        (_writeHit, _write) = (probe.DefineName("write, row hit"), probe.DefineName("write, row opened for it"));
    }

    /// <summary>A row is opened, until its columns can be accessed.</summary>
    public void Opened(int bank, int row, long from, long to) => Show(bank, _activate, from, to, 0, row);

    /// <summary>A row is closed, until another can be opened.</summary>
    public void Closed(int bank, int row, long from, long to) => Show(bank, _precharge, from, to, 0, row);

    /// <summary>The bank is refreshed.</summary>
    public void Refreshed(int bank, long from, long to) => Show(bank, _refresh, from, to, 0, -1);

    /// <summary>A run moves; its argument is the bytes on the port, check bits included.</summary>
    public void Moved(in RowRun run, bool isHit, long from, long to) =>
        Show(run.Bank, run.IsWrite ? isHit ? _writeHit : _write : isHit ? _readHit : _read, from, to, run.Accesses * _access.Count, run.Row);

    private void Show(int bank, int name, long from, long to, long argument, int row) =>
        _probe.Span(_tracks[bank], name, _clock.Edge(Cycles.FromCount(from)), _clock.Edge(Cycles.FromCount(to)), argument, row);
}
