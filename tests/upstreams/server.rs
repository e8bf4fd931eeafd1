//! The services outside, on this machine: they answer in the shapes of the real ones, or
//! fail in one of the ways in which services do.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// How a service fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Not at all.
    None,
    /// It answers when it fails otherwise, or no longer.
    Late,
    /// It takes the request and says nothing.
    Silence,
    /// It breaks off before it has said anything.
    Reset,
    /// 429, with an hour to wait.
    Quota,
    /// 401.
    Key,
    /// 503.
    Down,
    /// Half of the body that it promised.
    Half,
    /// A page for people, with 200.
    Html,
    /// JSON of another shape.
    Shape,
    /// 50 MB.
    Flood,
}

/// One service, for one plugin.
#[derive(Clone)]
pub(crate) struct Server {
    port: u16,
    state: Arc<Mutex<State>>,
    changed: Arc<Notify>,
}

struct State {
    fault: Fault,
    /// Numbers of campaigns, beside the one that there always is.
    campaigns: Vec<String>,
    asked: Vec<String>,
    /// The header `traceparent` of those that had one.
    traces: Vec<String>,
}

impl Server {
    pub(crate) async fn start(fault: Fault) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            port: listener.local_addr().unwrap().port(),
            state: Arc::new(Mutex::new(State {
                fault,
                campaigns: Vec::new(),
                asked: Vec::new(),
                traces: Vec::new(),
            })),
            changed: Arc::default(),
        };
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = serving.clone();
                tokio::spawn(async move {
                    // A client that leaves is none of its business.
                    let _ = server.answer(stream).await;
                });
            }
        });
        server
    }

    /// As it stands in lists of hosts.
    pub(crate) fn host(&self) -> String {
        format!("localhost:{}", self.port)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.host())
    }

    /// From now on it fails so.
    pub(crate) fn fails(&self, fault: Fault) {
        self.state().fault = fault;
        self.changed.notify_waiters();
    }

    /// From now on there is a recall more, with this number.
    #[allow(dead_code, reason = "for journeys")]
    pub(crate) fn recalls(&self, campaign: &str) {
        self.state().campaigns.push(campaign.to_owned());
    }

    /// The targets that it was asked for.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.state().asked.clone()
    }

    /// The traces that requests said they belong to.
    #[allow(dead_code, reason = "for journeys")]
    pub(crate) fn traces(&self) -> Vec<String> {
        self.state().traces.clone()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn answer(&self, mut stream: TcpStream) -> std::io::Result<()> {
        let (target, trace) = read(&mut stream).await?;
        let fault = {
            let mut state = self.state();
            state.asked.push(target.clone());
            state.traces.extend(trace);
            state.fault
        };
        let campaigns = self.state().campaigns.clone();
        let fine = || with_campaigns(body(&target), &campaigns).to_string();
        match fault {
            Fault::None => respond(&mut stream, "200 OK", "", &fine()).await,
            Fault::Late => {
                loop {
                    let changed = self.changed.notified();
                    if self.state().fault != Fault::Late {
                        break;
                    }
                    changed.await;
                }
                respond(&mut stream, "200 OK", "", &fine()).await
            }
            Fault::Silence => {
                // Until the other side has had enough.
                let mut byte = [0];
                let _ = stream.read(&mut byte).await;
                Ok(())
            }
            Fault::Reset => {
                let socket = socket2_linger(&stream);
                drop(stream);
                socket
            }
            Fault::Quota => {
                let wait = "retry-after: 3600\r\n";
                respond(&mut stream, "429 Too Many Requests", wait, "{}").await
            }
            Fault::Key => respond(&mut stream, "401 Unauthorized", "", "{}").await,
            Fault::Down => respond(&mut stream, "503 Service Unavailable", "", "").await,
            Fault::Half => {
                let body = fine();
                let head = head("200 OK", "", body.len());
                stream.write_all(head.as_bytes()).await?;
                stream.write_all(&body.as_bytes()[..body.len() / 2]).await
            }
            Fault::Html => {
                let page = "<!doctype html><title>Sorry</title><p>Back soon.";
                respond(&mut stream, "200 OK", "", page).await
            }
            Fault::Shape => respond(&mut stream, "200 OK", "", r#"{"weather":"fine"}"#).await,
            Fault::Flood => {
                let head = head("200 OK", "", 50 << 20);
                stream.write_all(head.as_bytes()).await?;
                for _ in 0..50 {
                    stream.write_all(&vec![b' '; 1 << 20]).await?;
                }
                Ok(())
            }
        }
    }
}

/// Closing it will send a reset.
fn socket2_linger(stream: &TcpStream) -> std::io::Result<()> {
    #[allow(deprecated, reason = "with no time at all it does not block")]
    stream.set_linger(Some(std::time::Duration::ZERO))
}

/// Reads a whole request and says what it is for, and to which trace it belongs.
async fn read(stream: &mut TcpStream) -> std::io::Result<(String, Option<String>)> {
    let mut request = Vec::new();
    let mut buffer = vec![0; 16 << 10];
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                line.to_lowercase()
                    .strip_prefix("content-length: ")?
                    .parse()
                    .ok()
            });
            if body.len() >= length.unwrap_or(0) {
                let target = head.split(' ').nth(1).unwrap_or_default();
                let header = |line: &str| line.strip_prefix("traceparent: ").map(str::to_owned);
                return Ok((target.to_owned(), head.lines().find_map(header)));
            }
        }
        let read = stream.read(&mut buffer).await?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        request.extend_from_slice(&buffer[..read]);
    }
}

fn head(status: &str, more: &str, length: usize) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\n{more}content-length: {length}\r\n\
         connection: close\r\n\r\n"
    )
}

async fn respond(
    stream: &mut TcpStream,
    status: &str,
    more: &str,
    body: &str,
) -> std::io::Result<()> {
    let head = head(status, more, body.len());
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await
}

/// The same answer with more recalls, if it is about recalls.
fn with_campaigns(mut body: Value, campaigns: &[String]) -> Value {
    let Some(results) = body.get_mut("results").and_then(Value::as_array_mut) else {
        return body;
    };
    let Some(first) = results.first().cloned() else {
        return body;
    };
    if first.get("NHTSACampaignNumber").is_some() {
        for campaign in campaigns {
            let mut one = first.clone();
            one["NHTSACampaignNumber"] = campaign.as_str().into();
            results.push(one);
        }
    }
    body
}

/// What a service answers when it is well, in the shape that docs/upstreams.md tells.
fn body(target: &str) -> Value {
    let path = target.split('?').next().unwrap_or_default();
    match path {
        "/recalls/recallsByVehicle" => json!({
            "Count": 1, "Message": "Results returned successfully", "results": [{
                "Manufacturer": "Honda (American Honda Motor Co.)",
                "NHTSACampaignNumber": "19V182000", "parkIt": false, "parkOutSide": false,
                "overTheAirUpdate": false, "ReportReceivedDate": "07/03/2019",
                "Component": "AIR BAGS:FRONTAL:DRIVER SIDE:INFLATOR MODULE",
                "Summary": "The inflator may explode.", "Consequence": "It may hurt.",
                "Remedy": "Dealers will replace it.", "Notes": "",
                "ModelYear": "2003", "Make": "HONDA", "Model": "ACCORD"
            }]
        }),
        "/complaints/complaintsByVehicle" => json!({
            "count": 1, "message": "Results returned successfully", "results": [{
                "odiNumber": 11_000_001, "manufacturer": "Honda", "crash": false, "fire": false,
                "numberOfInjuries": 0, "numberOfDeaths": 0, "dateOfIncident": "01/02/2010",
                "dateComplaintFiled": "01/03/2010", "vin": "1HGCM826",
                "components": "POWER TRAIN", "summary": "It shifts by itself."
            }]
        }),
        "/SafetyRatings/VehicleId/1234" => json!({
            "Count": 1, "Message": "", "Results": [{
                "OverallRating": "5", "OverallFrontCrashRating": "5",
                "OverallSideCrashRating": "4", "RolloverRating": "4",
                "VehicleDescription": "2003 Honda Accord 2-DR", "VehicleId": 1234,
                "Make": "HONDA", "Model": "ACCORD", "ModelYear": 2003
            }]
        }),
        path if path.starts_with("/SafetyRatings/modelyear/") => json!({
            "Count": 1, "Message": "", "Results": [
                { "VehicleDescription": "2003 Honda Accord 2-DR", "VehicleId": 1234 }
            ]
        }),
        "/ws/rest/vehicle/menu/options" => json!({
            "menuItem": { "text": "Auto 5-spd, 6 cyl, 3.0 L", "value": "18580" }
        }),
        "/ws/rest/vehicle/menu/make" => json!({
            "menuItem": [
                { "text": "Honda", "value": "Honda" }, { "text": "Audi", "value": "Audi" }
            ]
        }),
        "/ws/rest/vehicle/menu/model" => json!({
            "menuItem": { "text": "Accord", "value": "Accord" }
        }),
        path if path.starts_with("/ws/rest/vehicle/") => json!({
            "id": "18580", "year": "2003", "make": "Honda", "model": "Accord",
            "city08": "18", "highway08": "26", "comb08": "21", "co2TailpipeGpm": "423.0",
            "fuelType1": "Regular Gasoline", "youSaveSpend": "-4500", "trany": "Automatic 5-spd",
            "cylinders": "6", "displ": "3.0"
        }),
        path if path.starts_with("/api/vehicles/DecodeVinValuesExtended/") => json!({
            "Count": 1, "Message": "Results returned successfully", "SearchCriteria": "VIN",
            "Results": [{
                "Make": "HONDA", "Model": "Accord", "ModelYear": "2003", "ErrorCode": "0",
                "ErrorText": "0 - VIN decoded clean. Check Digit (9th position) is correct",
                "VIN": "1HGCM82633A004352", "BodyClass": "Coupe", "SuggestedVIN": ""
            }]
        }),
        "/specs" => json!({
            "success": true, "input": { "key": "K", "vin": "WAUZZZ8K9BA123456" },
            "attributes": { "year": "2011", "make": "Audi", "model": "A4", "trim": "Avant" }
        }),
        "/v2/marketvalue" => json!({
            "success": true, "retail_clean": { "adjusted_retail_clean": 9_000 }
        }),
        "/obdcodesdecoder" => json!({
            "success": true, "code": "P0115", "diagnosis": "Engine Coolant Temperature Circuit"
        }),
        _ => json!({ "Count": 0, "count": 0, "results": [], "Results": [] }),
    }
}
