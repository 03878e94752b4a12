using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Interconnect.Noc;

/// <summary>Moves messages between the endpoints of a grid; one implementation per <see cref="NocDetail"/>.</summary>
internal interface IMessageCarrier
{
    /// <summary>How often a message or a group of its packets waited because of another message; always 0 where that is simulated exactly.</summary>
    long GroupsDelayedByOthers { get; }

    /// <summary>Takes a message at the present instant.</summary>
    /// <param name="source">Endpoint of the grid.</param>
    /// <param name="destination">Endpoint of the grid.</param>
    /// <param name="size">Its bytes.</param>
    /// <param name="message">Handed back when its last byte has arrived.</param>
    void Send(int source, int destination, Bytes size, int message);

    /// <summary>Flits that have left a router by a port.</summary>
    long FlitsSentBy(int router, int port);
}
