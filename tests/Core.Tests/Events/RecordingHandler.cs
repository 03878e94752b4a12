using DeepStack.Sim.Core.Events;

namespace DeepStack.Sim.Core.Tests.Events;

/// <summary>Notes the payloads of the events it gets, and may act on each.</summary>
internal sealed class RecordingHandler : IEventHandler
{
    private readonly Action<long>? _act;

    public RecordingHandler(Action<long>? act = null) => _act = act;

    public List<long> Payloads { get; } = [];

    public void Handle(long payload)
    {
        Payloads.Add(payload);
        _act?.Invoke(payload);
    }
}
