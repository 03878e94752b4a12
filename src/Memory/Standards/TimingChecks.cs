using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Memory.Standards;

/// <summary>Finds timings that contradict each other.</summary>
internal sealed class TimingChecks
{
    private readonly PresetSection _root;
    private readonly TimingTable _timings;
    private readonly IReadOnlyList<string> _needed;

    /// <param name="root">Where faults are reported.</param>
    /// <param name="timings">The timings.</param>
    /// <param name="needed">Those that must be given.</param>
    public TimingChecks(PresetSection root, TimingTable timings, IReadOnlyList<string> needed)
    {
        _needed = needed;
        _root = root;
        _timings = timings;
    }

    /// <summary>Reports every contradiction.</summary>
    public void Run()
    {
        if (Has("tRC", "tRAS", "tRP") && _timings["tRC"] < _timings["tRAS"] + _timings["tRP"])
            Report("tRC", $"is {_timings["tRC"]} clocks, less than tRAS + tRP = {_timings["tRAS"] + _timings["tRP"]}; a row cycle holds both");
        if (Has("tRAS", "tRCD") && _timings["tRAS"] < _timings["tRCD"])
            Report("tRAS", $"is {_timings["tRAS"]} clocks, less than tRCD = {_timings["tRCD"]}; a row closes after its first column command");
        if (Has("tREFI", "tRFC") && _timings["tREFI"] <= _timings["tRFC"])
            Report("tREFI", $"is {_timings["tREFI"]} clocks, not more than tRFC = {_timings["tRFC"]}; the memory would do nothing but refresh");
        if (Has("tFAW", "tRRD_S") && _timings["tFAW"] < _timings["tRRD_S"])
            Report("tFAW", $"is {_timings["tFAW"]} clocks, less than tRRD_S = {_timings["tRRD_S"]}; four activations take at least one such distance");
        NeedsBurst();
    }

    private void NeedsBurst()
    {
        foreach (string name in _needed.Where(name => !_timings.Has(name))) _root.Fault("timing", $"lacks {name}, without which commands and their data cannot be timed");
        if (_timings.Has("tBL") && _timings["tBL"] == 0) Report("tBL", "is 0; a burst takes at least one clock");
    }

    private bool Has(params string[] names) => names.All(_timings.Has);

    private void Report(string name, string message) => _root.Section("timing").Fault(name, message);
}
