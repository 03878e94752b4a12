using DeepStack.Sim.Core.Events;

namespace DeepStack.Sim.Serving.Disaggregation;

/// <summary>Moves KV blocks; whoever knows the hardware implements it.</summary>
public interface IKvTransport
{
    /// <summary>Begins a move at the present instant.</summary>
    /// <param name="move">What goes where.</param>
    /// <param name="handler">Told once, at the instant the last byte has arrived.</param>
    /// <param name="payload">What it is told.</param>
    void Begin(in KvMove move, IEventHandler handler, long payload);
}
