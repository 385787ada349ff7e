//! Opens connections, or takes idle ones from the pool.

use std::sync::Arc;
use std::time::Instant;

use ureq::Error as Fault;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::http::uri::Authority;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{ConnectionDetails, Connector, NextTimeout};

use super::absolute_form::AbsoluteForm;
use super::connection::{Connection, Slot};
use super::fault::WireFault;
use super::pool::{Acquired, Pool};
use super::proxy::Proxy;
use super::resolved::Resolved;
use super::socket;
use super::tls::Tls;
use super::wire::Wire;
use crate::client::call_control::CallControl;
use crate::client::local_error::LocalError;

/// Resolves nothing: ureq calls it for each request, before it looks for a connection.
#[derive(Debug)]
pub struct NoResolver;

impl Resolver for NoResolver {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Fault> {
        Ok(self.empty())
    }
}

/// Provides each request with a connection: an idle one, or a new one.
#[derive(Debug)]
pub struct Dialer {
    pub pool: Arc<Pool>,
    /// Host and port to dial instead of the URL's.
    pub connect_to: Option<(String, u16)>,
    pub proxy: Option<Proxy>,
    pub hosts: Resolved,
    pub tls: Tls,
}

/// Where a request goes.
#[derive(Clone, Copy)]
pub struct Destination<'a> {
    pub is_tls: bool,
    /// Host, and port if the URL has one.
    pub authority: &'a str,
}

/// A dialer as ureq takes it.
#[derive(Clone, Debug)]
pub struct SharedDialer(pub Arc<Dialer>);

impl Connector<()> for SharedDialer {
    type Out = Wire;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        _: Option<()>,
    ) -> Result<Option<Wire>, Fault> {
        let (Some(control), Some(authority)) = (CallControl::current(), details.uri.authority())
        else {
            return Err(Fault::ConnectionFailed);
        };
        let destination = Destination {
            is_tls: details.needs_tls(),
            authority: authority.as_str(),
        };
        Ok(Some(self.0.wire(destination, &control)?))
    }
}

/// The route of a request to its host.
#[derive(Clone, Copy)]
enum Route<'a> {
    Direct,
    /// The proxy connects to the host, and passes on bytes.
    Tunnel(&'a Proxy),
    /// The proxy takes the request, and sends one of its own.
    Forward(&'a Proxy),
}

impl Dialer {
    /// A connection for a request.
    pub fn wire(
        &self,
        destination: Destination<'_>,
        control: &Arc<CallControl>,
    ) -> Result<Wire, WireFault> {
        let route = self.route(destination);
        // One connection to a proxy that forwards serves requests to any host.
        let (key, additions) = match route {
            Route::Direct | Route::Tunnel(_) => (destination.authority, None),
            Route::Forward(proxy) => {
                let authority = destination.authority;
                let form = AbsoluteForm { authority, proxy };
                (proxy.address.as_str(), Some(form.additions()))
            }
        };
        let connection = match self.pool.acquire(key, control.state.fresh_only()) {
            Acquired::Kept(connection) => connection,
            Acquired::Place(slot) => self.dial(destination, route, (slot, key), control)?,
        };
        Ok(Wire::new(connection, control.clone(), additions))
    }

    /// The proxy that forwards requests of http://. None does to an address that is not the
    /// URL's: it would read the host from the URL.
    pub fn forwarding(&self) -> Option<&Proxy> {
        self.proxy.as_ref().filter(|_| self.connect_to.is_none())
    }

    fn route(&self, destination: Destination<'_>) -> Route<'_> {
        match (self.forwarding(), &self.proxy) {
            (Some(proxy), _) if !destination.is_tls => Route::Forward(proxy),
            (_, Some(proxy)) => Route::Tunnel(proxy),
            (_, None) => Route::Direct,
        }
    }

    fn dial(
        &self,
        destination: Destination<'_>,
        route: Route<'_>,
        (slot, key): (Slot, &str),
        control: &CallControl,
    ) -> Result<Connection, WireFault> {
        let since = Instant::now();
        let own_port = if destination.is_tls { 443 } else { 80 };
        let authority: Option<Authority> = destination.authority.parse().ok();
        let (host, port) = authority.as_ref().map_or(("", own_port), |authority| {
            (authority.host(), authority.port_u16().unwrap_or(own_port))
        });
        let place = self
            .connect_to
            .as_ref()
            .map_or((host, port), |(name, number)| (name, *number));
        let (name, number) = match route {
            Route::Direct => place,
            Route::Tunnel(proxy) | Route::Forward(proxy) => (proxy.host.as_str(), proxy.port),
        };
        let connect = || self.hosts.connect(name, number, control, since);
        let stream = match connect() {
            // What is idle may be what another connection lacks.
            Err(fault) if is_shortage(&fault) && slot.give_up_idle() => connect(),
            outcome => outcome,
        };
        let stream = stream.map_err(|fault| match route {
            Route::Direct => fault,
            Route::Tunnel(proxy) | Route::Forward(proxy) => proxy.unreached(fault),
        })?;
        let mut connection = slot.fill(stream, key);
        if let Route::Tunnel(proxy) = route {
            proxy.tunnel(&connection.stream, place, control, since)?;
        }
        if destination.is_tls {
            connection.session =
                Some(
                    self.tls
                        .handshake(host, &connection.stream, control, since)?,
                );
        }
        connection.check_unused()?;
        Ok(connection)
    }
}

/// Whether the system lacks what a connection is made of.
fn is_shortage(fault: &WireFault) -> bool {
    match fault {
        WireFault::Local(LocalError::System { source, .. }) => socket::is_shortage(source),
        _ => false,
    }
}
